using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

var channel = Channel.CreateBounded<int>(2);
_ = Task.Run(async () =>
{
    for (int i = 1; i <= 5; i++) await channel.Writer.WriteAsync(i);
    channel.Writer.Complete();
});
int sum = 0;
await foreach (int number in channel.Reader.ReadAllAsync()) sum += number;
Console.WriteLine(sum);
Console.WriteLine(Enumerable.Range(1, 1000).AsParallel().Sum());
Console.WriteLine(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("Ada")))[..8]);
Console.WriteLine(RuntimeInformation.FrameworkDescription.StartsWith(".NET 10.") + " " + AppContext.BaseDirectory);
using var process = Process.Start(new ProcessStartInfo("echo", "from a process") { RedirectStandardOutput = true })!;
Console.Write(process.StandardOutput.ReadToEnd());
try
{
    using var client = new HttpClient();
    await client.GetStringAsync("http://example.com/");
}
catch (HttpRequestException problem)
{
    Console.WriteLine(problem.HttpRequestError);
}
