package io.nhigovernor.connectors.vault.gateway;

/** What a refusal was about, recognised by Vault's own fixed words and then told in ours. */
public enum Complaint {
    CHECK_AND_SET("somebody else wrote in between", "check-and-set parameter did not match"),
    ALREADY_REGISTERED("this secret id is registered already", "SecretID is already registered"),
    NO_SUCH_ACCESSOR("there is no such secret id", "failed to find accessor entry"),
    INVALID_LOGIN("Vault does not accept this login", "invalid role or secret ID"),
    ADDRESS("Vault takes no login from the governor's address", "CIDR restrictions"),
    INVALID_TOKEN("Vault does not know the governor's token", "invalid token"),
    NOT_OF_THIS_ROLE("the role does not allow what was asked for", "not allowed by this role"),
    BEYOND_ISSUER("the lifetime that was asked for ends after the issuer's own", "beyond the expiration of the CA"),
    NO_SUCH_CERTIFICATE("there is no such certificate", "certificate with serial"),
    NO_SUCH_TOKEN("there is no such token", "invalid accessor"),
    DENIED("the governor's policy does not permit it", "permission denied"),
    NOTHING_MOUNTED("nothing is mounted there", "no handler for route"),
    STARTING("this mount is still starting", "will be unavailable for a brief period"),
    NO_LEADER("Vault has no active node", "active cluster node not found"),
    OTHER("Vault refused", "");

    private final String words;
    private final String mark;

    Complaint(String words, String mark) {
        this.words = words;
        this.mark = mark;
    }

    public String words() {
        return words;
    }

    /** @param said an error as Vault writes it; never kept */
    static Complaint of(String said) {
        for (var complaint : values()) {
            if (said.contains(complaint.mark)) {
                return complaint;
            }
        }
        return OTHER;
    }
}
