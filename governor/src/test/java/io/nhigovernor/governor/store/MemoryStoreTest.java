package io.nhigovernor.governor.store;

import java.time.Instant;

class MemoryStoreTest extends StoreContract {
    private final MemoryStore.Disk disk = new MemoryStore.Disk(() -> Instant.EPOCH);

    @Override
    protected Store open() {
        return new MemoryStore(disk);
    }

    @Override
    protected void takeOver() {
        new MemoryStore(disk).close();
    }
}
