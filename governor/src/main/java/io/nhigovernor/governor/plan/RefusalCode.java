package io.nhigovernor.governor.plan;

/** Why a plan can be refused. Codes are stable: they are never given a new meaning. */
public enum RefusalCode {
    NO_CREDENTIAL("P2001"),
    EMPTY_RING("P2002"),
    UNKNOWN_CONNECTOR("P2003"),
    /** Another rollout holds the credential (S21). */
    CLAIMED("P2004"),
    UNREADABLE("P2005"),
    NOT_DELIVERED("P2006"),
    /** A holder is pointed at something other than the prior. */
    FOREIGN_STATE("P2007"),
    PRIOR_NOT_ACCEPTED("P2008"),
    /** The prior cannot be had again, so a restore could not work. */
    PRIOR_NOT_FETCHABLE("P2009"),
    PRIOR_EXPIRES("P2010"),
    NO_OVERLAP("P2011"),
    MINTED_BY_VERIFIER("P2012"),
    UNATTRIBUTED("P2013"),
    OTHER_ATTEMPT("P2014"),
    CHRONICALLY_FAILING("P2015"),
    /** The delivery forgets the prior once the candidate is there. */
    PRIOR_NOT_KEPT("P2016"),
    /** What the backends need leaves no window in which a ring could be promoted. */
    WINDOW_TOO_SHORT("P2017"),
    /** One swap reaches every holder: they cannot stand in several rings, or in none. */
    ONE_SWAP_ONE_RING("P2018"),
    WAIVER_EXPIRED("P2019"),
    /** A routine plan would keep a way back to a generation that is known to others. */
    PRIOR_COMPROMISED("P2021"),
    /** A brown-out gives the prior back, and nothing may lead back to a compromised one. */
    NO_BROWN_OUT("P2022"),
    /** Where one value is held, a broken candidate can only be undone with the prior, which is compromised. */
    NO_SWAP_BACK("P2023"),
    /** Somebody else changed the credential, and nobody has said yet that what is there is right. */
    DRIFTED("P2024");

    private final String code;

    RefusalCode(String code) {
        this.code = code;
    }

    /** {@code P} and four digits. */
    public String code() {
        return code;
    }
}
