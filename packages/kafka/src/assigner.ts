/** Which member gets which partitions: partition p of every topic goes to the same one. kafkajs' own assigner deals topics out one after the other. */

import type { Assignment, PartitionAssigner } from 'kafkajs'
import { AssignerProtocol } from './kafkajs-module.ts'

/** Members of one group must offer the same assigner; a change of the rule needs a new name. */
const name = 'holdpoint-slots'
const version = 1

/**
 * Partition p → member p mod n, members in order of their id: balanced to within one, and the same whichever member computes it. A member gets only topics
 * that it asked for.
 */
export function assignSlots(
  topicsOfMember: ReadonlyMap<string, readonly string[]>,
  partitionsOfTopic: ReadonlyMap<string, readonly number[]>,
): Map<string, Assignment> {
  const members = [...topicsOfMember.keys()].sort()
  const assignments = new Map<string, Assignment>(members.map((member) => [member, {}]))
  for (const [topic, partitions] of partitionsOfTopic) {
    for (const partition of [...partitions].sort((a, b) => a - b)) {
      const member = members[partition % members.length]
      const assignment = member === undefined ? undefined : assignments.get(member)
      if (member === undefined || assignment === undefined) continue
      if (topicsOfMember.get(member)?.includes(topic) !== true) continue
      assignment[topic] = [...(assignment[topic] ?? []), partition]
    }
  }
  return assignments
}

export const slotAssigner: PartitionAssigner = ({ cluster }) => ({
  name,
  version,
  async assign({ members, topics }) {
    const topicsOfMember = new Map(
      members.map(({ memberId, memberMetadata }) => {
        const decoded = AssignerProtocol.MemberMetadata.decode(memberMetadata)
        return [memberId, decoded?.topics ?? []]
      }),
    )
    const partitionsOfTopic = new Map(
      topics.map((topic) => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]),
    )
    const assignments = assignSlots(topicsOfMember, partitionsOfTopic)
    return [...assignments].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version,
        assignment,
        userData: Buffer.alloc(0),
      }),
    }))
  },
  protocol({ topics }) {
    const metadata = { version, topics, userData: Buffer.alloc(0) }
    return { name, metadata: AssignerProtocol.MemberMetadata.encode(metadata) }
  },
})
