package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogLinesTest {
    @Test
    void whatOthersWroteCannotForgeOrHideALine() throws Exception {
        List<String> lines = logged("io.nhigovernor.governor.api.Door", log -> {
            log.info("reason a\u001b[2Jb\r\nERROR forged \u202e {}", "x\ny");
            log.error("failed", new IllegalStateException("evil\nERROR forged\u001b[0m"));
        });
        assertThat(lines.get(0)).contains("INFO  Door reason a?[2Jb??ERROR forged ? x?y");
        assertThat(lines.get(1)).contains("ERROR Door failed");
        assertThat(lines.subList(2, lines.size()))
                .allMatch(line -> line.isEmpty()
                        || line.startsWith(" ")
                        || line.startsWith("\t")
                        || line.startsWith("java.lang.IllegalStateException: evil"));
        assertThat(String.join("", lines)).doesNotContain("\u001b");
    }

    @Test
    void ofOthersOnlyWarningsAreShown() throws Exception {
        assertThat(logged("io.vertx.core", log -> {
                    log.info("quiet");
                    log.warn("loud");
                }))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("WARN  core loud"));
    }

    private static List<String> logged(String name, java.util.function.Consumer<Logger> logging) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        appender.setOutputStream(out);
        logging.accept(context.getLogger(name));
        context.stop();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
