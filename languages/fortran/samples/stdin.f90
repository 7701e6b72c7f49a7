program greeting
  implicit none
  character(len=64) :: name
  integer :: number

  write (*, '(a)', advance='no') 'What is your name? '
  read (*, '(a)') name
  write (*, '(a)', advance='no') 'Pick a number: '
  read (*, *) number

  print '(3a, i0, a, i0, a)', 'Hello, ', trim(name), '! ', number, ' squared is ', number ** 2, '.'
end program greeting
