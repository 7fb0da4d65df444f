package io.github.websocketstarter.broadcast;

import java.util.List;

/**
 * The connections of this instance, as seen by the others. Called on a thread of the
 * broker's client, so nothing here may block or wait.
 */
interface LocalMembers {

	/**
	 * Send a message to those of its receivers that are connected here.
	 * @param message the message
	 */
	void deliver(RemoteMessage message);

	/**
	 * Return the members of a group that are connected here.
	 * @param group the group's name
	 * @return a copy
	 */
	List<GroupMember> members(String group);

}
