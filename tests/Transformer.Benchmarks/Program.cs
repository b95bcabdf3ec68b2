using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(KymaIstioTransform.Benchmarks.StepBenchmarks).Assembly).Run(args);
