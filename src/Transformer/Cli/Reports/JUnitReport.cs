using System.Globalization;
using System.Text;
using System.Xml;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>Writes findings as JUnit's XML: a suite for each patch; errors are failures, and a patch without any passes.</summary>
internal static class JUnitReport
{
    public static void Write(IEnumerable<Finding> findings, Stream stream)
    {
        var byRule = findings.Where(f => f.IsSkipped || f.Level != FindingLevel.Warning).ToLookup(f => f.Rule);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CheckCharacters = false });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", HelpText.Program);
        foreach (var rule in PatchSet.All.Select(p => p.Name).Append(Finding.InputRule))
        {
            WriteSuite(xml, rule, [.. byRule[rule]]);
        }

        xml.WriteEndElement();
        xml.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteSuite(XmlWriter xml, string rule, IReadOnlyList<Finding> findings)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", rule);
        xml.WriteAttributeString("tests", Number(Math.Max(findings.Count, 1)));
        xml.WriteAttributeString("failures", Number(findings.Count(f => f.Level == FindingLevel.Error)));
        xml.WriteAttributeString("skipped", Number(findings.Count(f => f.IsSkipped)));
        foreach (var finding in findings)
        {
            WriteCase(xml, finding);
        }

        if (findings.Count == 0)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", rule);
            xml.WriteAttributeString("name", "nothing to report");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Finding finding)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", finding.Rule);
        xml.WriteAttributeString("name", finding.Resource?.ToString() ?? TextReport.Printable(finding.Message));
        if (finding.At is { } at)
        {
            xml.WriteAttributeString("file", at.File);
            xml.WriteAttributeString("line", Number(at.Line));
        }

        if (finding.Level == FindingLevel.Error || finding.IsSkipped)
        {
            xml.WriteStartElement(finding.Level == FindingLevel.Error ? "failure" : "skipped");
            xml.WriteAttributeString("message", TextReport.Printable(finding.Message));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
