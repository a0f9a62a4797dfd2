package io.relayhub.fleet.history;

import io.relayhub.fleet.codec.Report;
import java.util.Arrays;

/// The last 24 h of one server in a ring: five numbers for each step, ten bytes together. Percentages are kept to a
/// hundredth, speeds to a thousandth of themselves. Memory is taken by the hour, as time passes. Confined to whoever
/// holds its server's lock.
public final class History {
    public static final int SECONDS = 86_400;
    public static final int COLUMNS = 5;
    public static final int BYTES_A_POINT = COLUMNS * Short.BYTES;

    private static final int PERCENTAGES = 3;
    private static final short ABSENT = -1;
    private static final int POINTS_A_BLOCK = 360;
    private static final double STEPS_A_DOUBLING = 1024;
    /// A clock that was set back by more than this begins the history anew.
    private static final int LARGEST_WAY_BACK = 600;

    private final int step;
    private final int points;
    private final short[][] blocks;
    private final double[] sums = new double[COLUMNS];
    private final int[] counts = new int[COLUMNS];
    /// Steps since 1970 of the newest point; negative while there is none.
    private long newest = -1;

    /// @param step in seconds
    public History(int step) {
        this.step = step;
        this.points = SECONDS / step;
        this.blocks = new short[(points + POINTS_A_BLOCK - 1) / POINTS_A_BLOCK][];
    }

    public int step() {
        return step;
    }

    /// @param second Unix time of the hub's clock
    public void add(long second, Report report) {
        add(
                second,
                report.cpu().percent(),
                report.memory().percent(),
                report.storage().percent(),
                report.network().in(),
                report.network().out());
    }

    /// @param values NaN where there is none
    void add(long second, double... values) {
        long index = second / step;
        if (newest < 0 || second < newest * step - LARGEST_WAY_BACK) {
            Arrays.fill(blocks, null);
            begin(index);
        } else if (index > newest) {
            long end = Math.min(index, newest + points);
            for (long skipped = newest + 1; skipped < end; skipped++) {
                forget(skipped);
            }
            begin(index);
        }
        int at = offset(newest);
        short[] block = block(newest);
        for (int column = 0; column < COLUMNS; column++) {
            if (!Double.isNaN(values[column])) {
                sums[column] += values[column];
                counts[column]++;
                block[at + column] = encode(column, sums[column] / counts[column]);
            }
        }
    }

    /// What is known of this step; NaN where nothing is.
    ///
    /// @param index steps since 1970
    double value(long index, int column) {
        if (newest < 0 || index > newest || index <= newest - points) {
            return Double.NaN;
        }
        short[] block = blocks[blockNumber(index)];
        return block == null ? Double.NaN : decode(column, block[offset(index) + column]);
    }

    /// The same in other steps.
    public History in(int otherStep) {
        History other = new History(otherStep);
        double[] values = new double[COLUMNS];
        for (long index = newest - points + 1; newest >= 0 && index <= newest; index++) {
            boolean any = false;
            for (int column = 0; column < COLUMNS; column++) {
                values[column] = value(index, column);
                any |= !Double.isNaN(values[column]);
            }
            if (any) {
                other.add(index * step, values);
            }
        }
        return other;
    }

    private void begin(long index) {
        newest = index;
        forget(index);
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    private void forget(long index) {
        if (blocks[blockNumber(index)] != null) {
            int at = offset(index);
            Arrays.fill(block(index), at, at + COLUMNS, ABSENT);
        }
    }

    private short[] block(long index) {
        int number = blockNumber(index);
        short[] block = blocks[number];
        if (block == null) {
            block = new short[POINTS_A_BLOCK * COLUMNS];
            Arrays.fill(block, ABSENT);
            blocks[number] = block;
        }
        return block;
    }

    private int blockNumber(long index) {
        return Math.floorMod(index, points) / POINTS_A_BLOCK;
    }

    private int offset(long index) {
        return Math.floorMod(index, points) % POINTS_A_BLOCK * COLUMNS;
    }

    private static short encode(int column, double value) {
        return column < PERCENTAGES
                ? (short) Math.round(value * 100)
                : (short) Math.round(Math.log1p(value) / Math.log(2) * STEPS_A_DOUBLING);
    }

    private static double decode(int column, short kept) {
        if (kept == ABSENT) {
            return Double.NaN;
        }
        return column < PERCENTAGES
                ? kept / 100.0
                : Math.rint(Math.expm1(Short.toUnsignedInt(kept) / STEPS_A_DOUBLING * Math.log(2)));
    }
}
