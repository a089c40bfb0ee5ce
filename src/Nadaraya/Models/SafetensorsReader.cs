using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Nadaraya.Models;

/// <summary>The texts and arrays of a safetensors file whose every byte has been checked.</summary>
/// <remarks>
/// The file is read once, front to back: sizes are compared with the file and the memory before memory is taken, then arrays are filled and
/// summed in the same pass, so that what was checked is what is given, even where the file is replaced or overwritten meanwhile.
/// </remarks>
internal sealed class SafetensorsReader
{
    private readonly Dictionary<string, (TensorEntry Entry, Array Elements)> tensors = new(StringComparer.Ordinal);

    private SafetensorsReader(string path) => Path = path;

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The version of what the file means, from 1 to the newest one asked for.</summary>
    public int FormatVersion { get; private set; }

    /// <summary>The texts of the metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>The names of the arrays, in the order of their bytes.</summary>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <summary>Reads and checks a whole file.</summary>
    /// <param name="path">A regular file, or a link to one.</param>
    /// <param name="product">The program that must have written it.</param>
    /// <param name="newestVersion">The newest format version that can be read.</param>
    /// <param name="maxBytes">The most bytes of arrays; null for the memory that the process may use.</param>
    /// <param name="cancellationToken">Stops at the next block.</param>
    /// <exception cref="ModelFileException">It can't be read, is damaged, is newer, or is something else.</exception>
    /// <exception cref="LimitException">Its arrays don't fit into the memory.</exception>
    public static SafetensorsReader Open(
        string path, string product, int newestVersion, long? maxBytes = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        SafetensorsReader reader = new(path);
        try
        {
            RefuseWhatIsNoFile(path);
            using ChecksumInput input = new(path, cancellationToken);
            reader.Read(input, product, newestVersion, maxBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            return reader;
        }
        catch (InvalidDataException e)
        {
            throw reader.Damaged(e.Message, e);
        }
        catch (Exception e) when (OutputFault.IsFault(e) || e is ArgumentException)
        {
            string reason = e is ArgumentException and not ArgumentOutOfRangeException ? "it is not a path" : OutputFault.Reason(e);
            throw new ModelFileException($"{Shown(path)} could not be read: {reason}: name a model file that may be read.", e);
        }
    }

    /// <summary>Whether there is an array of this name.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>A text of the metadata that must be there.</summary>
    public string Text(string key) =>
        Metadata.TryGetValue(key, out string? value) ? value : throw Damaged($"its metadata lack '{key}'");

    /// <summary>An array that must be there with this type and shape: the array itself, the same at every call.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its lengths, −1 for any length; nothing for one row of any length.</param>
    public T[] Values<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if (!tensors.TryGetValue(name, out (TensorEntry Entry, Array Elements) tensor))
        {
            throw Damaged($"its array '{name}' is missing");
        }

        ReadOnlySpan<long> expected = shape.IsEmpty ? [-1] : shape;
        TensorType type = TensorTypes.Of<T>();
        return tensor.Entry.Type == type && Fits(tensor.Entry.Shape, expected)
            ? (T[])tensor.Elements
            : throw Damaged(
                $"its array '{name}' is {tensor.Entry.Type.Text()} [{string.Join(", ", tensor.Entry.Shape)}] where "
                + $"{type.Text()} [{string.Join(", ", expected.ToArray().Select(n => n < 0 ? "any" : n.ToString(CultureInfo.InvariantCulture)))}] belongs");
    }

    /// <summary>A column of texts that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many, or null for any number.</param>
    public string[] Texts(string name, int? count = null)
    {
        long[] offsets = Values<long>(SafetensorsFormat.TextOffsets(name), count is int n ? n + 1L : -1);
        byte[] bytes = Values<byte>(SafetensorsFormat.TextBytes(name));
        try
        {
            return TextColumn.Decode(name, bytes, offsets);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message, e);
        }
    }

    /// <summary>The exception for contents that make no sense: the path, what was found, the repair.</summary>
    public ModelFileException Damaged(string what, Exception? inner = null)
    {
        const int Longest = 400; // A name in a damaged header can be as long as the file.
        string shown = OneLine.Of(what.Length <= Longest ? what : what[..Longest] + "…");
        return new($"{Shown(Path)} is damaged or not a model file: {shown}: fit the model again or restore a copy.", inner);
    }

    private static bool Fits(long[] shape, ReadOnlySpan<long> expected)
    {
        bool fits = shape.Length == expected.Length;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = expected[i] < 0 || shape[i] == expected[i];
        }

        return fits;
    }

    private static string Shown(string path) => path.Length == 0 ? "The empty path" : OneLine.Of(path);

    private static void RefuseWhatIsNoFile(string path)
    {
        string? what = FileKinds.Of(System.IO.Path.GetFullPath(path)) switch
        {
            FileKind.Missing => "there is no such file",
            FileKind.Folder => "it is a folder",
            FileKind.Special => "it is a device or a pipe",
            _ => null,
        };
        if (what is not null)
        {
            throw new ModelFileException($"{Shown(path)} could not be read: {what}: name a model file that fit has written.");
        }
    }

    private void Read(ChecksumInput input, string product, int newestVersion, long maxBytes)
    {
        byte[] start = new byte[SafetensorsFormat.LengthBytes];
        if (input.Length < start.Length)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has {input.Length} bytes, too few for a header"));
        }

        input.Read(start);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)Math.Min(input.Rest, SafetensorsFormat.LongestHeader))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"its header is said to take {length} bytes, which is more than the file or the limit holds"));
        }

        byte[] text = new byte[length];
        input.Read(text);
        SafetensorsHeader header = SafetensorsHeader.Parse(text);
        Metadata = header.Metadata;
        CheckProduct(product);
        string checksum = TakeChecksum(header, text);
        input.Sum(start);
        input.Sum(text);
        CheckVersion(input, newestVersion, checksum);
        TensorEntry[] entries = TensorEntry.Check(header.Entries, input.Rest);
        CheckMemory(input.Rest, maxBytes);
        foreach (TensorEntry entry in entries)
        {
            tensors.Add(entry.Name, (entry, ReadElements(input, entry)));
        }

        CheckSum(input, checksum);
    }

    private void CheckProduct(string product)
    {
        if (Metadata.GetValueOrDefault(SafetensorsFormat.Product) != product)
        {
            throw new ModelFileException(
                $"{Shown(Path)} is a safetensors file, but not one of {product}: its metadata do not name {product} as its product: name a model file that fit has written.");
        }
    }

    private static string TakeChecksum(SafetensorsHeader header, Span<byte> text)
    {
        if (header.ChecksumIndex < 0)
        {
            throw new InvalidDataException("it has no checksum");
        }

        text.Slice(header.ChecksumIndex, SafetensorsFormat.ChecksumDigits).Fill((byte)'0');
        return header.Metadata[SafetensorsFormat.Checksum];
    }

    // A file of a newer version is told from a damaged one by its checksum; its arrays may be of kinds not known here.
    private void CheckVersion(ChecksumInput input, int newestVersion, string checksum)
    {
        string text = Metadata.GetValueOrDefault(SafetensorsFormat.Version, "");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            || version < 1
            || text[0] == '0')
        {
            throw new InvalidDataException($"its format version is '{text}', which is not a whole number from 1");
        }

        if (version > newestVersion)
        {
            input.SumRest();
            CheckSum(input, checksum);
            throw new ModelFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Shown(Path)} was written by format version {version}; this program reads up to {newestVersion}: use a newer {Metadata[SafetensorsFormat.Product]}."));
        }

        FormatVersion = (int)version;
    }

    private void CheckMemory(long bytes, long maxBytes)
    {
        if (bytes > maxBytes)
        {
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Shown(Path)} holds {bytes} bytes of arrays, but {maxBytes} bytes of memory may be used: raise the limit or use a machine with more memory."));
        }
    }

    private static void CheckSum(ChecksumInput input, string checksum)
    {
        if (!input.Matches(checksum))
        {
            throw new InvalidDataException("its checksum does not match its contents");
        }
    }

    private static Array ReadElements(ChecksumInput input, TensorEntry entry) => entry.Type switch
    {
        TensorType.F64 => ReadElements<double>(input, entry.Count),
        TensorType.F32 => ReadElements<float>(input, entry.Count),
        TensorType.I64 => ReadElements<long>(input, entry.Count),
        TensorType.I32 => ReadElements<int>(input, entry.Count),
        TensorType.U8 => ReadElements<byte>(input, entry.Count),
        _ => ReadTruths(input, entry),
    };

    private static T[] ReadElements<T>(ChecksumInput input, int count)
        where T : unmanaged
    {
        T[] elements = GC.AllocateUninitializedArray<T>(count);
        input.ReadAndSum<T>(elements);
        return elements;
    }

    private static bool[] ReadTruths(ChecksumInput input, TensorEntry entry)
    {
        bool[] truths = ReadElements<bool>(input, entry.Count);
        return MemoryMarshal.AsBytes(truths.AsSpan()).ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new InvalidDataException($"its array '{entry.Name}' has a truth value that is neither 0 nor 1")
            : truths;
    }
}
