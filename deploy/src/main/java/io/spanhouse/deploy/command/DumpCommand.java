package io.spanhouse.deploy.command;

import io.spanhouse.storage.StoreDump;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dump}: prints what lies on disk, readably. Changes nothing. */
@Command(
        name = "dump",
        description = {
            "Prints what lies on disk: a store, or one SST or journal segment, damaged ones too.",
            "Changes nothing and takes no lock: works beside a running server and on a copy.",
            "Ends with 1 if anything is damaged."
        },
        mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "An SST, a journal segment or a data directory.")
    private @Nullable Path path;

    @Option(names = "--data", paramLabel = "DIRECTORY", description = "The data directory. Default: data.")
    private @Nullable Path data;

    @Option(names = "--sizes", description = "Only where the bytes go: by purpose, by column, and a span.")
    private boolean sizes;

    @Option(names = "--check", description = "Reads every byte of the blocks and names what is damaged.")
    private boolean check;

    @Option(names = "--project", description = "Only this project, by name or number.")
    private @Nullable String project;

    @Option(names = "--block", paramLabel = "N", description = "Only blocks with this number, with their columns.")
    private @Nullable Long block;

    @Option(names = "--columns", description = "Row groups and columns of blocks: encoding, distinct values, bytes.")
    private boolean columns;

    @Option(names = "--records", description = "Each record of the journal.")
    private boolean records;

    @Option(names = "--rows", description = "Spans, with all they have.")
    private boolean rows;

    @Option(names = "--values", description = "Blocks byte by byte, with the values at the start of each column.")
    private boolean values;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Most records of a segment, row groups or spans of a block, names of columns in --sizes; 0 for all."
                            + " Default: 20.")
    private long limit = 20;

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new DumpCommand());
    }

    @Override
    public Integer call() {
        CommandLine line = specification.commandLine();
        Path given = path;
        Path directory = data;
        if (given != null && directory != null) {
            throw new CommandLine.ParameterException(line, "PATH and --data name the same thing; give one of them");
        }
        if (limit < 0) {
            throw new CommandLine.ParameterException(line, "--limit is " + limit + ", expected at least 0");
        }
        Path from = given != null ? given : directory != null ? directory : Path.of("data");
        PrintWriter out = line.getOut();
        try {
            int damages = new StoreDump(new CheckedOutput(out), options(from)).print(from);
            if (damages > 0) {
                out.println("damaged: " + damages);
            }
            out.flush();
            return damages == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (StoreException e) {
            out.flush();
            line.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (UncheckedIOException e) {
            // Who reads the output has gone, as head does: there is nobody to tell.
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private StoreDump.Options options(Path from) {
        boolean isOneThing = block != null || Files.isRegularFile(from);
        boolean isPlain = !rows && !values && !sizes && !records;
        return new StoreDump.Options(
                project,
                block,
                records,
                columns || (isOneThing && isPlain),
                rows,
                values,
                check,
                sizes,
                limit == 0 ? Long.MAX_VALUE : limit);
    }

    /** Text to a writer that never throws, so that a dump ends when nobody reads it any more. */
    private record CheckedOutput(PrintWriter out) implements Appendable {
        @Override
        public Appendable append(CharSequence text) throws IOException {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            out.append(text, start, end);
            if (out.checkError()) {
                throw new IOException("the output takes no more");
            }
            return this;
        }

        @Override
        public Appendable append(char character) throws IOException {
            return append(String.valueOf(character));
        }
    }
}
