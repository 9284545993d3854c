System.Console.WriteLine("archive");
