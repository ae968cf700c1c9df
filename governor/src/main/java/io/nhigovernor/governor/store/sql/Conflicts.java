package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.ConflictException;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.Update;

/** A guarded write says by its row count whether the guard held. */
final class Conflicts {
    private Conflicts() {}

    /** @throws ConflictException with {@code otherwise} if the write did not hit its one row */
    static void requireOne(Update write, Supplier<String> otherwise) {
        if (write.execute() != 1) {
            throw new ConflictException(otherwise.get());
        }
    }
}
