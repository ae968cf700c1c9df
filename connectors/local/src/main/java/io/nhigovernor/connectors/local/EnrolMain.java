package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.files.FileNames;
import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.spi.Enrolment;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The local connector's own command: brings one credential under it. It never prints a value. */
public final class EnrolMain {
    /** Exit codes, the same as the governor's. */
    static final int OK = 0;

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int REFUSED = 3;

    private static final String MEND = "; enrol again when that is mended";

    private static final String USAGE = """
            Usage: governor enrol --credential ID --type TYPE --holder IDENTITY [--holder IDENTITY ...]
                                  [--home DIR --key-file FILE [--create-key]]
                                  [--trust-domain NAME] [--certificate-lifetime DURATION]
            Makes the first generation of a credential with the local connector, accepts it, and delivers it to every
            holder. The value is made here and lies in the delivered files alone.
              --credential            id, as its Credential document says
              --type                  SECRET, CERTIFICATE or OIDC_KEY
              --holder                id of an identity that presents it; name every holder
              --home, --key-file      as the connector's section of the governor's configuration says (default: those of
                                      an embedded governor)
              --create-key            make the key file if it is not there
              --trust-domain          of the SPIFFE ids in certificates (default: local)
              --certificate-lifetime  ISO 8601 (default: PT2160H)
            Exit codes: 0 done; 1 something failed; 2 wrong usage; 3 it is enrolled already, nothing was changed""";

    private EnrolMain() {}

    public static void main(String[] arguments) {
        Path state = EnrolArguments.state(System.getenv("XDG_STATE_HOME"), Path.of(System.getProperty("user.home")));
        System.exit(run(List.of(arguments), state, System.out, System.err));
    }

    /** @param state where an embedded governor keeps everything */
    static int run(List<String> arguments, Path state, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            return OK;
        }
        return switch (EnrolArguments.read(arguments, state)) {
            case EnrolArguments.Read.Wrong wrong -> {
                wrong.problems().forEach(problem -> err.println("enrol: " + problem));
                err.println(USAGE);
                yield BAD_INPUT;
            }
            case EnrolArguments.Read.Known known -> enrol(known, out, err);
        };
    }

    private static int enrol(EnrolArguments.Read.Known asked, PrintStream out, PrintStream err) {
        var credential = asked.credential();
        try {
            var parent = asked.home().toAbsolutePath().getParent();
            if (parent != null) {
                // What governs lives beside it; delivered files keep their own permissions.
                AtomicFiles.directories(parent, AtomicFiles.OWNER_DIRECTORY);
            }
            return told(asked, LocalEnrolment.open(asked.section()).enrol(credential), out, err);
        } catch (IllegalArgumentException e) {
            err.println("enrol: " + e.getMessage());
            return BAD_INPUT;
        } catch (IOException | UncheckedIOException e) {
            err.println("enrol: " + e.getMessage() + MEND);
            return FAILED;
        }
    }

    private static int told(
            EnrolArguments.Read.Known asked, Enrolment.Result result, PrintStream out, PrintStream err) {
        var credential = asked.credential();
        return switch (result) {
            case Enrolment.Result.Enrolled enrolled -> {
                out.println("enrolled " + credential.id() + ", generation " + enrolled.first());
                for (var holder : credential.holders()) {
                    out.println("    " + holder + " reads it in "
                            + asked.home()
                                    .resolve("delivered")
                                    .resolve(FileNames.of(holder))
                                    .resolve(FileNames.of(credential.id()))
                                    .resolve("current"));
                }
                yield OK;
            }
            case Enrolment.Result.Already already -> {
                err.println("enrol: " + credential.id() + " is already enrolled; nothing was changed");
                err.println("    Rotate it with a ring plan; other holders need a credential of their own.");
                yield REFUSED;
            }
            case Enrolment.Result.Refused refused -> {
                err.println("enrol: " + refused.reason());
                yield BAD_INPUT;
            }
            case Enrolment.Result.Failed failed -> {
                err.println("enrol: " + failed.reason() + MEND);
                yield FAILED;
            }
        };
    }
}
