---- MODULE RolloutMC ----
(* Four targets in three rings. *)
EXTENDS Rollout
MCT == {"t1","t2","t3","t4"}
MCRing == [t \in MCT |-> CASE t = "t1" -> 0 [] t = "t4" -> 2 [] OTHER -> 1]
====
