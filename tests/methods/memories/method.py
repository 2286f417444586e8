from parvis.core.registry import Method, register

register(
    Method(
        key="memories",
        label="Memories of a place",
        description="People write down what they remember of a place; others support and discuss it.",
        icon="book-open",
        model="memories.Memory",
        verbs={"create": "Write", "comment": "Add a comment", "support": "Support"},
        default_verbs=("create", "comment", "support"),
        urls="tests.methods.memories.urls",
        list_view="tests.methods.memories.views.list_view",
        act="memories:write",
        act_label="Write a memory",
    )
)
