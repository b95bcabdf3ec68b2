using Xunit;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>The files that <c>make docs</c> writes.</summary>
public class GeneratedFilesTests
{
    [Fact]
    public void The_tables_of_options_are_current() => GeneratedFile.AssertSection("docs/reference.md", "options", OptionTables.Markdown());

    [Fact]
    public void The_schema_is_current() => GeneratedFile.AssertCurrent("docs/istiotransform.schema.json", SchemaFile.Json());

    [Fact]
    public void The_example_configuration_is_current() => GeneratedFile.AssertCurrent("examples/config.yaml", ExampleConfiguration.Yaml());

    [Fact]
    public void The_tables_of_profiles_are_current()
    {
        GeneratedFile.AssertSection("docs/profiles.md", "profiles", ProfilePage.Settings());
        GeneratedFile.AssertSection("docs/profiles.md", "profile sources", ProfilePage.Sources());
    }
}
