       IDENTIFICATION DIVISION.
       PROGRAM-ID. MAIN.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
       01 LINE-IN    PIC X(20).
       01 TOTAL      PIC 9(8) VALUE 0.
       01 SHOWN      PIC Z(7)9.
       01 DONE       PIC 9 VALUE 0.
       PROCEDURE DIVISION.
           PERFORM UNTIL DONE = 1
               ACCEPT LINE-IN ON EXCEPTION
                   MOVE 1 TO DONE
               NOT ON EXCEPTION
                   ADD FUNCTION NUMVAL(LINE-IN) TO TOTAL
               END-ACCEPT
           END-PERFORM.
           MOVE TOTAL TO SHOWN.
           DISPLAY FUNCTION TRIM(SHOWN).
           STOP RUN.
