package io.nhigovernor.proofs.kills.vault;

import java.util.Map;
import java.util.regex.Pattern;

/** What a request to Vault changes, by its path. One operation of the governor takes several such steps. */
public final class Steps {
    static final String KEEP = "keep";
    static final String REGISTER = "register";
    static final String ACCEPT = "accept";
    static final String POINTER = "pointer";
    static final String SECRET_ID = "secret-id";
    static final String SIGN = "sign";
    static final String ROTATE = "rotate";

    private static final Map<String, Pattern> PATHS = Map.of(
            KEEP,
            Pattern.compile("secret/data/nhi-governor-\\d+/values/.*"),
            REGISTER,
            Pattern.compile("secret/data/nhi-governor-\\d+/register/.*"),
            ACCEPT,
            Pattern.compile("secret/data/accept/.*"),
            POINTER,
            Pattern.compile("secret/data/apps/.*"),
            "destroy",
            Pattern.compile("secret/destroy/.*"),
            SECRET_ID,
            Pattern.compile("auth/approle/role/[^/]+/custom-secret-id"),
            "accessor",
            Pattern.compile("auth/approle/role/[^/]+/secret-id-accessor/destroy"),
            SIGN,
            Pattern.compile("pki/sign/.*"),
            "revoke",
            Pattern.compile("pki/revoke"),
            ROTATE,
            Pattern.compile("database/rotate-role/.*"));

    /** These change nothing that lasts: they look, or try a login. */
    private static final Pattern HARMLESS = Pattern.compile(
            "auth/approle/login|auth/approle/role/[^/]+/secret-id(-accessor)?/lookup|auth/token/(revoke|renew)-self");

    private Steps() {}

    /** Empty for a request that changes nothing. @throws IllegalArgumentException if nobody foresaw it */
    public static String of(String path) {
        return PATHS.entrySet().stream()
                .filter(step -> step.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    if (!HARMLESS.matcher(path).matches()) {
                        throw new IllegalArgumentException("what does a write to " + path + " change?");
                    }
                    return "";
                });
    }
}
