package io.relayhub.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Share of the processors that was used since it was made.
final class ProcessorUse {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long wallBefore = System.nanoTime();
    private final long ownBefore = system.getProcessCpuTime();

    ProcessorUse() {
        // What this says is about the time since it was asked before.
        system.getCpuLoad();
    }

    /// The share of all processors' time that this process used, from 0 to 1.
    double own() {
        double wall = System.nanoTime() - wallBefore;
        return (system.getProcessCpuTime() - ownBefore) / wall / system.getAvailableProcessors();
    }

    /// The share that anybody used, from 0 to 1; negative where nobody knows. To be asked once.
    double ofAll() {
        return system.getCpuLoad();
    }
}
