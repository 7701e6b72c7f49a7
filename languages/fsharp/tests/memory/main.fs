let hoard = ResizeArray<byte[]>()

while true do
    hoard.Add(Array.create (1 <<< 20) 1uy)
