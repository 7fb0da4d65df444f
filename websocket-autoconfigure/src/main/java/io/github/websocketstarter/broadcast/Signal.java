package io.github.websocketstarter.broadcast;

import java.util.List;

/**
 * What one instance tells the others.
 */
sealed interface Signal {

	/**
	 * Send a message to connections.
	 *
	 * @param message the message
	 */
	record Send(RemoteMessage message) implements Signal {
	}

	/**
	 * The sender is there.
	 *
	 * @param greeting whether the others should tell at once that they are there, too
	 */
	record Heartbeat(boolean greeting) implements Signal {
	}

	/**
	 * The sender stops.
	 */
	record Goodbye() implements Signal {
	}

	/**
	 * Who is in a group?
	 *
	 * @param number what the answers refer to
	 * @param group the group's name
	 */
	record Question(long number, String group) implements Signal {
	}

	/**
	 * These members of a group are connected to the sender.
	 *
	 * @param asker who has asked
	 * @param number the number of the question
	 * @param members the members
	 * @param complete whether these are all
	 */
	record Answer(InstanceId asker, long number, List<GroupMember> members, boolean complete) implements Signal {
	}

}
