package io.github.websocketstarter.broadcast;

import java.util.List;

/**
 * Who is in a group.
 *
 * @param members the members, in no particular order
 * @param complete whether all instances that are known have answered; always {@code true}
 * without a {@link Backplane}
 * @since 0.1.0
 */
public record Presence(List<GroupMember> members, boolean complete) {

	/**
	 * Create who is in a group.
	 * @param members the members
	 * @param complete whether these are all
	 */
	public Presence {
		members = List.copyOf(members);
	}

}
