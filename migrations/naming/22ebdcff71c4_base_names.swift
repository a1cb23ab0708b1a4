import MigrationDSL

/// Gives the 50 races their base names.
struct SetBaseNames: Revision {
    static let id: RevisionID = "22ebdcff71c4"
    static let parents: [RevisionID] = ["9f94d908afb9"]

    func upgrade(_ op: Operations) {
        for (race, names) in baseNames {
            op.update(
                "naming_spirits",
                set: ["base_names": .array(names.map { .text($0) })],
                where: Field("name") == .text(race),
                was: ["base_names": []]
            )
        }
    }

    private let baseNames: KeyValuePairs<String, [String]> = [
        "alien": ["Rigel", "Vega", "Altair", "Quasar", "Nebula", "Zeta"],
        "ant": ["Formica", "Myrmidon", "Atta", "Lasius", "Mandible", "Forager"],
        "ape": ["Bonobo", "Silverback", "Koko", "Kanzi", "Sultan", "Washoe"],
        "axolotl": ["Xolotl", "Xochimilco", "Ajolote", "Gillfrond", "Ambystoma", "Chinampa"],
        "aye": ["Tapper", "Percussor", "Daubenton", "Haihay", "Moonfinger", "Lanterneye"],
        "bear": ["Ursa", "Kodiak", "Bruin", "Callisto", "Artio", "Medved"],
        "bee": ["Apis", "Melissa", "Deborah", "Bombus", "Waggle", "Propolis"],
        "capybara": ["Carpincho", "Chiguire", "Ronsoco", "Esteros", "Pantanal", "Placida"],
        "cheetah": ["Duma", "Chita", "Acinonyx", "Swiftpaw", "Velox", "Teardrop"],
        "coyote": ["Canyon", "Mesa", "Huehue", "Yipper", "Latrans", "Sagebrush"],
        "dolphin": ["Delphinus", "Tursiops", "Arion", "Echo", "Spinner", "Boto"],
        "dragon": ["Fafnir", "Tiamat", "Ryujin", "Shenlong", "Zmey", "Ladon"],
        "dragonfly": ["Odonata", "Anax", "Skimmer", "Darner", "Akitsu", "Meganeura"],
        "eagle": ["Aquila", "Aetos", "Haast", "Talon", "Aerie", "Harpyia"],
        "elephant": ["Tembo", "Hathi", "Airavata", "Loxodonta", "Matriarch", "Tusker"],
        "falcon": ["Peregrine", "Gyrfalcon", "Merlin", "Kestrel", "Saker", "Lanner"],
        "flamingo": ["Rosea", "Flamenco", "Camargue", "Natron", "Carotene", "Coralie"],
        "fox": ["Reynard", "Kitsune", "Vulpine", "Fennec", "Sionnach", "Volpone"],
        "frog": ["Rana", "Heqet", "Hyla", "Lilypad", "Coqui", "Peeper"],
        "hawk": ["Accipiter", "Goshawk", "Redtail", "Harrier", "Buteo", "Sparrowhawk"],
        "jackal": ["Anubis", "Karataka", "Damanaka", "Aureus", "Duskrunner", "Tabaqui"],
        "jaguar": ["Balam", "Ocelotl", "Onca", "Yaguarete", "Xbalanque", "Cenote"],
        "kiwi": ["Apteryx", "Tokoeka", "Rowi", "Roroa", "Aotea", "Fernstep"],
        "lemur": ["Sifaka", "Indri", "Maki", "Catta", "Ringtail", "Baobab"],
        "leopard": ["Pardus", "Chui", "Bagheera", "Rosette", "Irbis", "Dapple"],
        "lion": ["Leo", "Simha", "Aryeh", "Regulus", "Nemea", "Sekhmet"],
        "lizard": ["Gecko", "Skink", "Varanus", "Anole", "Basilisk", "Chuckwalla"],
        "lynx": ["Lynceus", "Ilves", "Bobcat", "Tuftear", "Boreal", "Snowstep"],
        "mantis": ["Empusa", "Kamakiri", "Orchid", "Sickle", "Augur", "Religiosa"],
        "monkey": ["Wukong", "Capuchin", "Tamarin", "Marmoset", "Vervet", "Macaque"],
        "narwhal": ["Monodon", "Monoceros", "Baffin", "Qilalugaq", "Icelance", "Tuugaalik"],
        "octopus": ["Kraken", "Octavia", "Tako", "Mimic", "Pulpo", "Inkwell"],
        "otter": ["Lutra", "Enhydra", "Tarka", "Ripple", "Kelpie", "Holt"],
        "owl": ["Minerva", "Strix", "Bubo", "Noctua", "Athene", "Glaux"],
        "panda": ["Bamboo", "Xiongmao", "Qinling", "Wolong", "Meilin", "Ailuro"],
        "pangolin": ["Manis", "Pengguling", "Squama", "Artichoke", "Kakakuona", "Pholidota"],
        "peacock": ["Pavo", "Argus", "Mayura", "Iris", "Juno", "Indigo"],
        "phoenix": ["Bennu", "Fenghuang", "Ember", "Cinder", "Huma", "Pyre"],
        "platypus": ["Mallangong", "Tambreet", "Boondaburra", "Duckbill", "Paradox", "Billabong"],
        "quokka": ["Rottnest", "Setonix", "Wadjemup", "Sunny", "Smiley", "Jolly"],
        "raven": ["Huginn", "Muninn", "Corax", "Bran", "Nevermore", "Corvus"],
        "rhino": ["Kifaru", "Clara", "Ganda", "Bulwark", "Hornfels", "Diceros"],
        "shark": ["Mako", "Megalodon", "Thresher", "Hammerhead", "Requin", "Porbeagle"],
        "snake": ["Ouroboros", "Naga", "Python", "Viper", "Caduceus", "Mamba"],
        "spider": ["Arachne", "Anansi", "Orbweaver", "Gossamer", "Charlotte", "Salticus"],
        "tiger": ["Amur", "Bengal", "Tora", "Rajah", "Byakko", "Machli"],
        "toucan": ["Tucano", "Toco", "Aracari", "Ramphastos", "Amazonas", "Papaya"],
        "turtle": ["Akupara", "Chelonia", "Genbu", "Tortuga", "Archelon", "Hawksbill"],
        "whale": ["Cetus", "Leviathan", "Baleen", "Cachalot", "Humpback", "Mysticete"],
        "wolf": ["Fenrir", "Akela", "Amarok", "Lycaon", "Romulus", "Skoll"],
    ]
}
