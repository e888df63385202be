"""The mailbox: what citizens write, who has it, what they are answered, and what they say of the answer."""
