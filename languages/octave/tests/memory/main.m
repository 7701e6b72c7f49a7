hoard = {};
while true
  hoard{end + 1} = rand(1000);
end
