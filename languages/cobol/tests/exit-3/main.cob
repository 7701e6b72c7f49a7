       IDENTIFICATION DIVISION.
       PROGRAM-ID. MAIN.
       PROCEDURE DIVISION.
           DISPLAY "leaving".
           MOVE 3 TO RETURN-CODE.
           STOP RUN.
