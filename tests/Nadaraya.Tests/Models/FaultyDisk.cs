using Microsoft.Win32.SafeHandles;
using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

/// <summary>A disk whose step number <paramref name="fails"/>, counted from 0, fails with an errno.</summary>
internal sealed class FaultyDisk(int fails, int error) : IDisk
{
    public int Steps { get; private set; }

    public string Failed { get; private set; } = "";

    public SafeFileHandle? OpenFolder(string folder)
    {
        Step("open folder");
        return Disk.Instance.OpenFolder(folder);
    }

    public Stream Create(string path, UnixFileMode mode)
    {
        Step("create");
        return new FaultyStream(this, Disk.Instance.Create(path, mode));
    }

    public void Sync(Stream file)
    {
        Step("sync");
        Disk.Instance.Sync(((FaultyStream)file).Inner);
    }

    public void Close(Stream file)
    {
        Step("close");
        Disk.Instance.Close(file);
    }

    public void Rename(string source, string target)
    {
        Step("rename");
        Disk.Instance.Rename(source, target);
    }

    public void SyncFolder(SafeFileHandle folder)
    {
        Step("sync folder");
        Disk.Instance.SyncFolder(folder);
    }

    public void Delete(string path) => Disk.Instance.Delete(path);

    private void Step(string name)
    {
        if (Steps++ == fails)
        {
            Failed = name;
            throw new IOException("the disk failed", error);
        }
    }

    private sealed class FaultyStream(FaultyDisk disk, Stream inner) : MemoryStream
    {
        public Stream Inner => inner;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // Half of the bytes arrive, as on a disk that fills up.
            inner.Write(buffer[..(buffer.Length / 2)]);
            disk.Step("write");
            inner.Write(buffer[(buffer.Length / 2)..]);
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
