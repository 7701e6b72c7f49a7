program notes
  implicit none
  character(len=40) :: text
  integer :: unit

  open (newunit=unit, file='note.txt', action='write')
  write (unit, '(a)') 'written and read'
  close (unit)

  open (newunit=unit, file='note.txt', action='read')
  read (unit, '(a)') text
  close (unit)
  print '(a)', trim(text)
end program notes
