# The program is read in place of this file: wait.rb.
