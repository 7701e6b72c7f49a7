program greeting
  implicit none
  character(len=100) :: line

  read (*, '(a)') line
  print '(3a)', 'Grüße, 世界 🎉', ': ', trim(line)
end program greeting
