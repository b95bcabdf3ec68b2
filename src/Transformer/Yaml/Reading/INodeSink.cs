namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Takes the nodes that the hand-written reader finds, in reading order. Implementations are structures: the compiler makes a copy of the
/// reader for each of them, without calls between the two.
/// </summary>
internal interface INodeSink
{
    /// <summary>Takes a key of the innermost open mapping, a plain scalar on one line that is not a merge key.</summary>
    void AddKey(int start, int end);

    /// <summary>Takes a key of the innermost open mapping in any style.</summary>
    void AddKey(YamlStyle style, int start, int end);

    /// <summary>Takes a plain scalar that ends on the line it starts on.</summary>
    void AddLine(int start, int end);

    /// <summary>Takes a scalar in any style.</summary>
    void AddScalar(YamlStyle style, int start, int end);

    /// <summary>Moves the end of the plain scalar that was added last to a further line.</summary>
    void ExtendLine(int end);

    /// <summary>Takes a collection whose children follow, until <see cref="Close(int)"/>, which takes the returned index.</summary>
    int Open(YamlKind kind, YamlStyle style, int start);

    /// <summary>Ends the innermost open collection, a block collection, with its last child.</summary>
    void Close(int index);

    /// <summary>Ends the innermost open collection, a flow collection, at <paramref name="end"/>.</summary>
    void Close(int index, int end);
}
