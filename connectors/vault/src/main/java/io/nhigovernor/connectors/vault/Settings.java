package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What may stand under {@code verifier:} and {@code delivery:} of a credential, and what stands there. */
final class Settings {
    static final String MOUNT = "mount";
    static final String PATH = "path";
    static final String FIELD = "field";
    static final String ROLE = "role";
    static final String REVOKE_TOKENS = "revokeTokens";
    /** Stands for the holder's id in a path. */
    static final String IDENTITY = "{identity}";

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final Set<CredentialKind> KINDS =
            Set.of(CredentialKind.SECRET, CredentialKind.APPROLE, CredentialKind.CERTIFICATE, CredentialKind.DATABASE);

    private Settings() {}

    static List<SettingProblem> problems(Credential credential) {
        var problems = new ArrayList<SettingProblem>();
        if (credential.verifier().connector().equals(VaultConnectorFactory.NAME)) {
            verifier(credential, problems);
        }
        if (credential.delivery().connector().equals(VaultConnectorFactory.NAME)) {
            delivery(credential, problems);
        }
        return problems;
    }

    private static void verifier(Credential credential, List<SettingProblem> problems) {
        var section = new Section("verifier", credential.verifier().settings(), problems);
        section.kind(credential.kind());
        section.name(MOUNT, false);
        switch (credential.kind()) {
            case SECRET -> section.name(PATH, true);
            case DATABASE -> DatabaseSettings.verifier(section, credential);
            case CERTIFICATE -> {
                section.name(ROLE, true);
                CertificateSettings.verifier(section);
            }
            case APPROLE -> {
                section.name(ROLE, true);
                section.flag(REVOKE_TOKENS);
            }
            case OIDC_SECRET, OIDC_KEY, PERMISSIONS -> section.name(ROLE, true);
        }
        section.finish();
    }

    private static void delivery(Credential credential, List<SettingProblem> problems) {
        var section = new Section("delivery", credential.delivery().settings(), problems);
        section.kind(credential.kind());
        section.name(MOUNT, false);
        var path = section.text(PATH);
        if (path.isEmpty()) {
            section.problem(PATH, "the path that consumers read, below the mount, is missing");
        } else if (!Names.valid(path.replace(IDENTITY, "x"))) {
            section.problem(PATH, "must use " + Names.RULE + ", and " + IDENTITY + " for the holder");
        } else if (credential.holders().size() > 1 && !path.contains(IDENTITY)) {
            section.problem(
                    PATH, "its holders move one by one, so each reads a path of its own: put " + IDENTITY + " into it");
        }
        if (credential.kind() == CredentialKind.CERTIFICATE) {
            CertificateSettings.delivery(section, credential.delivery(), FIELD_NAME);
            section.finish();
            return;
        }
        if (credential.kind() == CredentialKind.DATABASE) {
            section.finish();
            return;
        }
        var field = section.text(FIELD);
        if (!field.isEmpty() && !FIELD_NAME.matcher(field).matches()) {
            section.problem(FIELD, "must match " + FIELD_NAME.pattern());
        }
        section.finish();
    }

    /** One section, taken apart key by key. */
    static final class Section {
        private final String name;
        private final Map<String, String> left;
        private final List<SettingProblem> problems;

        Section(String name, Map<String, String> settings, List<SettingProblem> problems) {
            this.name = name;
            this.left = new TreeMap<>(settings);
            this.problems = problems;
        }

        void problem(String key, String text) {
            problems.add(new SettingProblem(name, key, text));
        }

        void kind(CredentialKind kind) {
            if (!KINDS.contains(kind)) {
                problem(
                        "connector",
                        "vault handles SECRET, APPROLE, CERTIFICATE and DATABASE, not " + kind
                                + "; name another connector");
            }
        }

        String text(String key) {
            var text = left.remove(key);
            return text == null ? "" : text;
        }

        void name(String key, boolean required) {
            var text = text(key);
            if (text.isEmpty()) {
                if (required) {
                    problem(key, key + " is missing");
                }
            } else if (!Names.valid(text)) {
                problem(key, "must use " + Names.RULE);
            }
        }

        void flag(String key) {
            var text = text(key);
            if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
                problem(key, "must be true or false");
            }
        }

        void finish() {
            left.keySet().forEach(key -> problem(key, "vault has no setting of this name here; remove it"));
        }
    }

    static String mount(ConnectorSettings settings, String otherwise) {
        return settings.settings().getOrDefault(MOUNT, otherwise);
    }

    static String path(Credential credential) {
        return required(credential.verifier(), PATH);
    }

    static String path(Target target) {
        return required(target.credential().delivery(), PATH).replace(IDENTITY, target.identity());
    }

    static String role(Credential credential) {
        return required(credential.verifier(), ROLE);
    }

    static boolean revokesTokens(Credential credential) {
        return "true".equals(credential.verifier().settings().get(REVOKE_TOKENS));
    }

    static String field(Credential credential, String otherwise) {
        return credential.delivery().settings().getOrDefault(FIELD, otherwise);
    }

    /** Checked by {@link #problems} before anything runs. */
    private static String required(ConnectorSettings settings, String key) {
        var text = settings.settings().get(key);
        if (text == null) {
            throw new IllegalArgumentException("the setting " + key + " is missing");
        }
        return text;
    }
}
