// File modes, devices and pipes are tested where they exist.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
