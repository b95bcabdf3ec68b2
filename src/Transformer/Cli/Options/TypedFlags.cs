using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Cli.Options.Flags;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// All flags as typed, by topic. <see cref="OptionsBinder"/> interprets and validates them. Each option is declared in one of the topics.
/// With native AOT, the parser can set only strings, booleans and lists of strings.
/// </summary>
internal sealed class TypedFlags
{
    /// <summary>
    /// The topics. The parser reflects over all properties of a topic, and ten of them cost half of what it costs to start the program.
    /// Therefore, it gets only topics of which a flag is typed.
    /// </summary>
    public static IReadOnlyList<Topic> Topics { get; } =
    [
        new(typeof(StreamFlags), flags => flags.Streams),
        new(typeof(InputFlags), flags => flags.Input),
        new(typeof(PatchFlags), flags => flags.Patches),
        new(typeof(SidecarFlags), flags => flags.Sidecars),
        new(typeof(TracingFlags), flags => flags.Tracing),
        new(typeof(GatewayFlags), flags => flags.Gateway),
        new(typeof(CertificateFlags), flags => flags.Certificate),
        new(typeof(IssuerFlags), flags => flags.Issuer),
        new(typeof(SecurityFlags), flags => flags.Security),
        new(typeof(OutputFlags), flags => flags.Output),
    ];

    public StreamFlags Streams { get; } = new();

    public InputFlags Input { get; } = new();

    public PatchFlags Patches { get; } = new();

    public SidecarFlags Sidecars { get; } = new();

    public TracingFlags Tracing { get; } = new();

    public GatewayFlags Gateway { get; } = new();

    public CertificateFlags Certificate { get; } = new();

    public IssuerFlags Issuer { get; } = new();

    public SecurityFlags Security { get; } = new();

    public OutputFlags Output { get; } = new();

    /// <summary>The switches that were given as <c>--name=false</c>, by property.</summary>
    public IReadOnlyCollection<string> SwitchedOff { get; init; } = [];

    /// <summary>Flags of one topic.</summary>
    /// <param name="type">The class that declares them.</param>
    /// <param name="of">Their values among all flags as typed.</param>
    internal sealed class Topic(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type,
        Func<TypedFlags, object> of
    )
    {
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
        public Type Type { get; } = type;

        public object Of(TypedFlags flags) => of(flags);
    }
}
