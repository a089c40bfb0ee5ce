using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

public sealed class PosixTests
{
    [Fact]
    public void Sync_WhatCanNotBeSynced_IsReported()
    {
        const int Invalid = 22;
        using SafeFileHandle device = File.OpenHandle("/dev/null");
        Assert.Equal(Invalid, Assert.Throws<IOException>(() => Posix.Sync(device)).HResult);
    }

    [Fact]
    public void OpenFolder_OfAFile_IsRefused()
    {
        const int NotAFolder = 20;
        Assert.Equal(NotAFolder, Assert.Throws<IOException>(() => Posix.OpenFolder("/dev/null")).HResult);
    }

    [Theory]
    [InlineData("/dev/null", FileKind.Special)]
    [InlineData("/", FileKind.Folder)]
    [InlineData("/proc/self/status", FileKind.Regular)]
    [InlineData("/no-such-file", FileKind.Missing)]
    internal void Of_KnownPaths_IsTheirKind(string path, FileKind kind) => Assert.Equal(kind, FileKinds.Of(path));

    [Fact]
    public void Hold_SignalOfTheFileSizeLimit_DoesNotEndTheProcess()
    {
        FileSizeSignal.Hold();
        using Process kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -XFSZ {Environment.ProcessId}")]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
