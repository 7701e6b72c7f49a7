procedure Main is
   type Block is array (1 .. 2 ** 20) of Character;
   type Block_Access is access Block;
   Hoard : Block_Access with Volatile;
begin
   loop
      Hoard := new Block'(others => 'x');
   end loop;
end Main;
