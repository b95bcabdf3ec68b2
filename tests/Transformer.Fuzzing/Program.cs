using System.Globalization;
using KymaIstioTransform.Fuzzing;
using KymaIstioTransform.Tests.Fuzzing;

// RUNS [SEED] [THREADS]: the driver of this repository. again FILE CHOICE: one finding. afl: one input on standard input, for afl-fuzz.
// batch: runs of the whole program for tests/laws.
if (args is ["afl"])
{
    SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        FuzzTarget.Run(buffer.ToArray(), buffer.Length == 0 ? 0 : buffer.GetBuffer()[buffer.Length / 2]);
    });
    return 0;
}

if (args is ["batch"])
{
    Batch.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    return 0;
}

if (args is ["again", var file, var choice])
{
    using var judge = Judge.IsThere ? new Judge() : null;
    Console.WriteLine(
        FuzzTarget.Run(File.ReadAllBytes(file), int.Parse(choice, CultureInfo.InvariantCulture), judge is null ? null : judge.Check)
    );
    return 0;
}

var runs = long.Parse(args[0], CultureInfo.InvariantCulture);
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
var threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
return new Driver(runs, seed, threads).Run();
