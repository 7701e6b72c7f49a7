program arithmetic
  use iso_fortran_env, only: int64, real64
  implicit none
  integer(int64), volatile :: trillion = 1000000000000_int64
  integer, parameter :: wide = selected_int_kind(38)
  real(real64), volatile :: tenth = 0.1_real64, fifth = 0.2_real64

  print '(i0)', int(trillion, wide) * trillion
  print '(i0)', 2_wide ** 100
  print '(i0)', int(huge(trillion), wide) + 1
  print '(f0.17)', tenth + fifth
  print '(i0, 1x, i0)', 7 / 2, mod(-7, 3)
end program arithmetic
