using System.Runtime.CompilerServices;

// Tiles are written before they are read; clearing them first would cost as much as the kernel.
[module: SkipLocalsInit]
