program outputs
  use, intrinsic :: iso_fortran_env, only: error_unit
  implicit none

  print '(a)', 'to stdout'
  write (error_unit, '(a)') 'to stderr'
end program outputs
