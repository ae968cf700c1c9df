package io.nhigovernor.governor.store.sql;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Whether a failure says that the database could not grow. */
final class DiskFull {
    /**
     * SQLite says FULL for a disk without room; a quota that is used up is a write error to it, and shared memory that cannot
     * grow has a code of its own.
     */
    private static final Set<SQLiteErrorCode> CODES = Set.of(
            SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR_WRITE, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);

    /** How the operating system says it of a file of ours. */
    private static final Pattern NO_ROOM = Pattern.compile("No space left|quota exceeded|File too large");

    private DiskFull() {}

    static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException said && CODES.contains(said.getResultCode())) {
                return true;
            }
            if (cause instanceof IOException said
                    && NO_ROOM.matcher(String.valueOf(said.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }
}
