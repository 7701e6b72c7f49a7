hoard = [] of Bytes
loop { hoard << Bytes.new(1 << 20, 1_u8) }
