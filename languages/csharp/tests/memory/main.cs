using System.Collections.Generic;

class Program
{
    static void Main()
    {
        var hoard = new List<byte[]>();
        while (true)
        {
            var bytes = new byte[1 << 20];
            for (int i = 0; i < bytes.Length; i += 1024) bytes[i] = 1;
            hoard.Add(bytes);
        }
    }
}
