program library
  use iso_c_binding
  implicit none
  interface
    integer(c_long) function crc32(crc, bytes, length) bind(c)
      import
      integer(c_long), value :: crc
      character(kind=c_char), intent(in) :: bytes(*)
      integer(c_int), value :: length
    end function crc32
  end interface

  print '(z0)', crc32(0_c_long, 'sandbox', 7)
end program library
