using System.Collections;
using System.Runtime.CompilerServices;

namespace KymaIstioTransform.Yaml;

/// <summary>The direct children of a node in order; walking them allocates nothing. The default is empty.</summary>
internal readonly struct YamlNodes(YamlNode parent) : IEnumerable<YamlNode>
{
    private readonly YamlNode parent = parent;

    public Enumerator GetEnumerator() => new(parent);

    IEnumerator<YamlNode> IEnumerable<YamlNode>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Steps from sibling to sibling; it holds numbers alone, as references in it would cost a write barrier a step.</summary>
    internal struct Enumerator(YamlNode parent) : IEnumerator<YamlNode>
    {
        private readonly YamlTree tree = parent.Tree;
        private readonly int end = parent.Tree is null ? 0 : parent.Next;
        private int next = parent.Index + 1;
        private int current;

        public readonly YamlNode Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(tree, current);
        }

        readonly object IEnumerator.Current => Current;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (next >= end)
            {
                return false;
            }

            current = next;
            next = tree[current].Next;
            return true;
        }

        public readonly void Reset() => throw new NotSupportedException();

        public readonly void Dispose() { }
    }
}

/// <summary>The entries of a mapping in order, duplicates included; walking them allocates nothing. The default is empty.</summary>
internal readonly struct YamlPairs(YamlNode mapping) : IEnumerable<(YamlNode Key, YamlNode Value)>
{
    private readonly YamlNode mapping = mapping;

    /// <summary>The number of entries; counting walks over them.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this)
            {
                count++;
            }

            return count;
        }
    }

    public Enumerator GetEnumerator() => new(mapping);

    IEnumerator<(YamlNode Key, YamlNode Value)> IEnumerable<(YamlNode Key, YamlNode Value)>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes two children a step: a key and its value.</summary>
    internal struct Enumerator(YamlNode mapping) : IEnumerator<(YamlNode Key, YamlNode Value)>
    {
        private readonly YamlTree tree = mapping.Tree;
        private readonly int end = mapping.Tree is null ? 0 : mapping.Next;
        private int next = mapping.Index + 1;
        private int key;
        private int value;

        public readonly (YamlNode Key, YamlNode Value) Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (new(tree, key), new(tree, value));
        }

        readonly object IEnumerator.Current => Current;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (next >= end)
            {
                return false;
            }

            key = next;
            value = tree[key].Next;
            next = tree[value].Next;
            return true;
        }

        public readonly void Reset() => throw new NotSupportedException();

        public readonly void Dispose() { }
    }
}
