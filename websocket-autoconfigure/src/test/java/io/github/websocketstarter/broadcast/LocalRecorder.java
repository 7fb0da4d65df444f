package io.github.websocketstarter.broadcast;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Members that somebody has written down, and messages for them.
 */
class LocalRecorder implements LocalMembers {

	final List<RemoteMessage> delivered = new CopyOnWriteArrayList<>();

	private final Map<String, List<GroupMember>> groups = new ConcurrentHashMap<>();

	void group(String name, String... connectionIds) {
		this.groups.put(name, Arrays.stream(connectionIds).map((id) -> new GroupMember(id, null)).toList());
	}

	@Override
	public void deliver(RemoteMessage message) {
		this.delivered.add(message);
	}

	@Override
	public List<GroupMember> members(String group) {
		return this.groups.getOrDefault(group, List.of());
	}

}
