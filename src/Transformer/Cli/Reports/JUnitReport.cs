using System.Globalization;
using System.Text;
using System.Xml;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>
/// Writes findings as JUnit XML, with a suite for each patch. Errors are failures. A patch without errors passes. A run that failed has
/// only its errors: no patch was checked.
/// </summary>
internal static class JUnitReport
{
    public static void Write(IEnumerable<Finding> findings, bool isFailedRun, Stream stream)
    {
        var all = findings.Where(f => f.IsSkipped || f.Level != FindingLevel.Warning).ToList();
        var byRule = all.ToLookup(f => f.Rule);
        var checkedRules = isFailedRun ? [] : PatchSet.All.Select(p => p.Name).Append(Finding.InputRule);
        var rules = checkedRules.Union(byRule.Select(r => r.Key)).ToList();
        using var xml = XmlWriter.Create(
            stream,
            new XmlWriterSettings
            {
                Encoding = new UTF8Encoding(false),
                Indent = true,
                NewLineChars = "\n",
            }
        );
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", ProgramInfo.Name);
        WriteTotals(xml, rules.Sum(r => Math.Max(byRule[r].Count(), 1)), all);
        foreach (var rule in rules)
        {
            WriteSuite(xml, rule, [.. byRule[rule]]);
        }

        xml.WriteEndElement();
        xml.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteTotals(XmlWriter xml, int tests, IEnumerable<Finding> findings)
    {
        xml.WriteAttributeString("tests", Number(tests));
        xml.WriteAttributeString("failures", Number(findings.Count(f => f.Level == FindingLevel.Error)));
        xml.WriteAttributeString("errors", "0");
    }

    private static void WriteSuite(XmlWriter xml, string rule, IReadOnlyList<Finding> findings)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", rule);
        WriteTotals(xml, Math.Max(findings.Count, 1), findings);
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
        xml.WriteAttributeString("name", finding.Resource?.ToString() ?? finding.Message);
        if (finding.IsSkipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", finding.Message);
            xml.WriteEndElement();
        }
        else if (finding.Level == FindingLevel.Error)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Placed(finding));
            xml.WriteAttributeString("type", finding.Rule);
            xml.WriteString(Placed(finding));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>The message with its place as a prefix: the schema of JUnit XML has no attributes for a file and a line.</summary>
    private static string Placed(Finding finding) => finding.At is { } place ? $"{place}: {finding.Message}" : finding.Message;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
