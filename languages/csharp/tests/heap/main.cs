List<string> hoard = [];
try
{
    while (true) hoard.Add(new string('x', 1 << 20));
}
catch (OutOfMemoryException)
{
    int kept = hoard.Count;
    hoard.Clear();
    Console.WriteLine(kept > 20 ? "caught" : "too early");
}
