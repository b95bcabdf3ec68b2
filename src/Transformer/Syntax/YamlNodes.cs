using System.Collections;

namespace KymaIstioTransform.Syntax;

/// <summary>The direct children of a node in order; walking them allocates nothing. The default is empty.</summary>
internal readonly struct YamlNodes(YamlNode parent) : IEnumerable<YamlNode>
{
    private readonly YamlNode parent = parent;

    public Enumerator GetEnumerator() => new(parent);

    IEnumerator<YamlNode> IEnumerable<YamlNode>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Steps from sibling to sibling.</summary>
    internal struct Enumerator(YamlNode parent) : IEnumerator<YamlNode>
    {
        private readonly int end = parent.Tree is null ? 0 : parent.Next;
        private int next = parent.Index + 1;

        public YamlNode Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (next >= end)
            {
                return false;
            }

            Current = new YamlNode(parent.Tree, next);
            next = Current.Next;
            return true;
        }

        public void Reset() => next = parent.Index + 1;

        public readonly void Dispose()
        {
        }
    }
}

/// <summary>The entries of a mapping in order, duplicates included; walking them allocates nothing. The default is empty.</summary>
internal readonly struct YamlPairs(YamlNode mapping) : IEnumerable<(YamlNode Key, YamlNode Value)>
{
    private readonly YamlNodes children = new(mapping);

    public Enumerator GetEnumerator() => new(children.GetEnumerator());

    IEnumerator<(YamlNode Key, YamlNode Value)> IEnumerable<(YamlNode Key, YamlNode Value)>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes two children a step: a key and its value.</summary>
    internal struct Enumerator(YamlNodes.Enumerator children) : IEnumerator<(YamlNode Key, YamlNode Value)>
    {
        private YamlNodes.Enumerator children = children;
        private YamlNode key;

        public readonly (YamlNode Key, YamlNode Value) Current => (key, children.Current);

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (!children.MoveNext())
            {
                return false;
            }

            key = children.Current;
            return children.MoveNext();
        }

        public void Reset() => children.Reset();

        public readonly void Dispose()
        {
        }
    }
}
